"""Any server with OpenAI Chat Completions. The openai package is imported on first use."""

"""Requests that wait for people: permissions and questions, and how everybody hears of them."""

"""What every implementation of a protocol must do; a fake passes the same tests as the real one."""

import pytest

pytest.register_assert_rewrite("tests.contracts.session_store_contract")

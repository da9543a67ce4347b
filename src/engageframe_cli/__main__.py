"""How does ``python -m engageframe_cli`` run? As ``engage`` does."""

from engageframe_cli import main

main()

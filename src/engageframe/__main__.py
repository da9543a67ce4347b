"""How does ``python -m engageframe`` run? As ``engage`` does."""

from engageframe.cli import main

main()

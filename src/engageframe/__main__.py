"""How does ``python -m engageframe`` run? As the command ``engage`` that is installed."""

from engageframe.discovery import named

named("console_scripts", "engage")()

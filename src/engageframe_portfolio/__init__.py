"""What was and what is answered of every engagement of a workspace?

``engageframe_portfolio.recalling`` gives kept answers again and loads nothing but the store;
``engageframe_portfolio.reviewing`` reviews every engagement, with several processes if wanted.
"""

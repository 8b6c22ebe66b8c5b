"""The pages of the site itself: home, search, errors, health, files, language."""

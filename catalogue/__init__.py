"""The catalogues of messages: extracted from the sources, brought up to date, checked and compiled by Babel. For developers; see CONTRIBUTING.md."""

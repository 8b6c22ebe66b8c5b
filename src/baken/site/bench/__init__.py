"""The measuring bench: synthetic reports in a scratch database, scenes of use, figures and floors."""

"""Tests of ui: charts, translations, address, frame."""

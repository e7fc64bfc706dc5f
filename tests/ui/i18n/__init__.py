"""Tests of `ui/i18n`."""

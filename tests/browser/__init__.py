"""Tests that drive a real Chromium against a freshly started server."""

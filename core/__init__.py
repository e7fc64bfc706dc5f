"""The truth: numbers only. Knows neither Streamlit nor Altair."""

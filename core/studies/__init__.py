"""What belongs to one screen alone: its settings, presets, jobs and mathematics."""

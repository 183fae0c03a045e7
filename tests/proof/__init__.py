"""The integration and its tools under attack: faults, fuzz and soak. None of it is submitted."""

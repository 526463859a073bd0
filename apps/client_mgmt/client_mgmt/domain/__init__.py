"""Rules on plain values: no framework import (a test enforces it)."""

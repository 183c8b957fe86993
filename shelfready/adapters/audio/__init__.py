"""Measures, encodes and packs audio with ffmpeg."""

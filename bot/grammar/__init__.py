"""What a reply in free text means: what, why and when."""

"""What charts and maps are drawn with: exhibits, canvas, fonts, marks, geography."""

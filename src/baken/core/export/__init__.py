"""Files with records for people and programs: CSV, XLSX and JSON lines; marked, logged, and safe."""

"""What is kept: values shared by the rooms, SQLAlchemy entities, their states and migrations."""

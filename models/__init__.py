"""What is kept: values shared by the rooms, SQLAlchemy entities, their states and migrations.

``models.company`` is plain values and loads nothing else; entities are in ``models.tables``.
"""

"""What is said around the goods: who calls, what the call wants, delivery, dates, payment, remarks."""

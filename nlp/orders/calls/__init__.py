"""What a call is: an order, a question, a complaint, a request to ring back, or none of these."""

"""The sandbox CRM: a small real service to try Dozvon against, which fails when told to."""

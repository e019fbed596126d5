-- What one person got is found without looking at what everybody got.

CREATE INDEX deliveries_addressee ON deliveries (addressee);

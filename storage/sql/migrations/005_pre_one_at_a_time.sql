-- What is owed to somebody next is found as quickly as what is owed next.

CREATE INDEX deliveries_next ON deliveries (addressee, due, source, occurrence, nth) WHERE state = 'owed';

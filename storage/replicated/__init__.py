"""PostgreSQL: connections, the one writer of each replica, migrations, and the ports over them."""

"""The only room that knows the database: tables, queries beside their table, tenant walls."""

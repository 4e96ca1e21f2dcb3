// Libraries look at this when they are loaded, and check less, faster, where it says so: it is imported before them.
process.env['NODE_ENV'] ??= 'production'

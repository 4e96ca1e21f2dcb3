// Libraries read this when they are loaded, and skip checks in production. It must be imported before them.
process.env['NODE_ENV'] ??= 'production'

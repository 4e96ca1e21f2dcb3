/** The paths of the API. */
export const routes = ['/graphql', '/api/v1/monitoring/export', '/health/live', '/health/ready', '/metrics'] as const

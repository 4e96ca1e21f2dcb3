import { metricsDefinitions } from '../../records/registry.ts'
import { defineMetricsField } from './schema/metricsField.ts'

for (const metrics of metricsDefinitions) defineMetricsField(metrics)

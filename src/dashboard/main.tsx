import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { onTokenChange } from './api/token.ts'
import { makeQueryClient } from './api/useOperation.ts'
import { router } from './router.ts'
import './styles/main.css'
import './theme/theme.ts'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no element for the dashboard')

const client = makeQueryClient()
onTokenChange(() => void client.resetQueries())

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)

-- Asks for the service's health, through all of JAX-RS: wrk -s health.lua URL
function request()
  return "GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
end

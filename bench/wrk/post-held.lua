-- Posts again and again the 1,000 messages of 100 bytes that the benchmark has posted before: wrk -s post-held.lua URL
local requests = {}
local sent = 0

function init(args)
  local head =
    "POST /messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 114\r\n\r\n"
  for i = 1, 1000 do
    local text = string.format("held-%d-", i)
    requests[i] = head .. '{"message":"' .. text .. string.rep("x", 100 - #text) .. '"}'
  end
end

function request()
  sent = sent % 1000 + 1
  return requests[sent]
end

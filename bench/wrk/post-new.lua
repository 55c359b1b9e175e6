-- Posts messages of 100 bytes that nobody has posted before: wrk -s post-new.lua URL -- RUN
-- RUN tells one run's messages from another's.
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(args)
  run = args[1]
  sent = 0
  head = "POST /messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 114\r\n\r\n"
end

function request()
  sent = sent + 1
  local text = string.format("%s-%d-%d-", run, number, sent)
  return head .. '{"message":"' .. text .. string.rep("x", 100 - #text) .. '"}'
end

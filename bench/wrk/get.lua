-- Reads messages, whose digests a file has one a line, in a random order: wrk -s get.lua URL -- FILE
local requests = {}

function init(args)
  for digest in io.lines(args[1]) do
    requests[#requests + 1] = "GET /messages/" .. digest .. " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
  end
  math.randomseed(os.time())
end

function request()
  return requests[math.random(#requests)]
end

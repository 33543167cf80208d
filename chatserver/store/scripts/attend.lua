-- Somebody's page is there until a moment, and who else is. ARGV: seat, until (0 only looks),
-- connection, whether to shorten ('1': the page has gone; only if nobody else attended since).
-- The visitor's last sign ('0' unknown), the hard end, then seat, until, for everybody who has one;
-- false when the conversation is gone.
local f = redis.call('HMGET', KEYS[1], 'x', 'p', 'l:' .. ARGV[1], 'q')
if not f[1] then return false end
if tonumber(ARGV[2]) > 0 and sits(ARGV[1], f[2]) then
  local is_own = f[3] and string.sub(f[3], 1, 8) == ARGV[3]
  if ARGV[4] ~= '1' or is_own then
    redis.call('HSET', KEYS[1], 'l:' .. ARGV[1], ARGV[3] .. ARGV[2])
  end
end
local found = {f[4] or '0', f[1]}
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(field, 1, 2) == 'l:' then
    found[#found + 1] = string.sub(field, 3)
    found[#found + 1] = string.sub(redis.call('HGET', KEYS[1], field), 9)
  end
end
return found

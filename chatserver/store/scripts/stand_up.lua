-- Somebody stands up; what was theirs in this conversation goes.
-- ARGV: place, place of who takes over ('' nobody), lives, now, channel, news. 1, or why not.
local f = redis.call('HMGET', KEYS[1], 's', 'p')
if not f[1] then return 'gone' end
if ARGV[1] == 'v' or not sits(ARGV[1], f[2]) then return 'not_yours' end
local grants = 'g:' .. ARGV[1] .. ':'
redis.call('HDEL', KEYS[1], 'u:' .. ARGV[1], 'o:' .. ARGV[1])
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(field, 1, #grants) == grants then redis.call('HDEL', KEYS[1], field) end
end
if f[2] == ARGV[1] then
  redis.call('HSET', KEYS[1], 'p', ARGV[2])
  if ARGV[2] == '' then redis.call('HSET', KEYS[1], 's', 'w')
  else redis.call('HDEL', KEYS[1], 'u:' .. ARGV[2]) end
end
renew(ARGV[3], ARGV[4])
redis.call('SPUBLISH', ARGV[5], ARGV[6])
return 1

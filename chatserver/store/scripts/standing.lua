-- Who has the conversation. State, place, turn, then the names of all fields; false when it is gone.
local f = redis.call('HMGET', KEYS[1], 's', 'p', 'f')
if not f[1] then return false end
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do f[#f + 1] = field end
return f

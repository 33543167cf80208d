-- Who has the conversation. State, place, turn, until when the visitor and the professional are
-- there and when the visitor last did something (0 unknown), then the names of all fields; false when it is gone.
local f = redis.call('HMGET', KEYS[1], 's', 'p', 'f', 'l:v', 'q')
if not f[1] then return false end
local place = redis.call('HGET', KEYS[1], 'l:' .. f[2])
f[4], f[5], f[6] = f[4] and string.sub(f[4], 9) or '0', place and string.sub(place, 9) or '0', f[5] or '0'
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do f[#f + 1] = field end
return f

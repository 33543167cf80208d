-- Who has the conversation. State, place, turn, until when the visitor and the professional are
-- there, when the visitor last did something (0 unknown), the hard end, then the places of guests;
-- false when it is gone.
local f = redis.call('HMGET', KEYS[1], 's', 'p', 'f', 'l:v', 'q', 'x')
if not f[1] then return false end
local place = redis.call('HGET', KEYS[1], 'l:' .. f[2])
local function ends(lease) return lease and string.sub(lease, 9) or '0' end
local found = {f[1], f[2], f[3], ends(f[4]), ends(place), f[5] or '0', f[6]}
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(field, 1, 2) == 'u:' then found[#found + 1] = string.sub(field, 3) end
end
return found

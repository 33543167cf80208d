-- What time has changed: proposals nobody answered, breaks that are over, people who are gone.
-- ARGV: channel, lives, now, capacity, most missed in a row, gone since (of whom nothing is kept
-- any more), all in Unix seconds. 1 something has changed, 0 nothing.
local now, changed = tonumber(ARGV[3]), 0
local function misses(who)
  stirs(who)
  if redis.call('HINCRBY', KEYS[10], 'x:' .. who, 1) >= tonumber(ARGV[5]) then
    redis.call('HSET', KEYS[10], 'w:' .. who, 'm')
    redis.call('HDEL', KEYS[10], 'x:' .. who)
  end
end
local proposed = redis.call('HGETALL', KEYS[11])
for i = 1, #proposed, 2 do
  local cid, who = proposed[i], string.sub(proposed[i + 1], 1, 32)
  local can = is_ready(who, now, ARGV[4]) and redis.call('ZSCORE', KEYS[1], cid)
  if not can or proposed_to(cid, now) == nil then
    redis.call('HDEL', KEYS[11], cid)
    if can then misses(who) end
    changed = 1
  end
end
local declined = redis.call('HGETALL', KEYS[12])
for i = 1, #declined, 2 do
  local kept, left = declined[i + 1], {}
  for at = 1, #kept, 44 do
    local each = string.sub(kept, at, at + 43)
    if tonumber(string.sub(each, 33)) > now then left[#left + 1] = each end
  end
  if #left * 44 < #kept then
    if #left == 0 then redis.call('HDEL', KEYS[12], declined[i])
    else redis.call('HSET', KEYS[12], declined[i], table.concat(left)) end
    changed = 1
  end
end
local crew = redis.call('HGETALL', KEYS[10])
for i = 1, #crew, 2 do
  local letter, who = string.sub(crew[i], 1, 2), string.sub(crew[i], 3)
  if letter == 'u:' and tonumber(crew[i + 1]) < tonumber(ARGV[6]) then
    for each in string.gmatch('wesulxhc', '.') do redis.call('HDEL', KEYS[10], each .. ':' .. who) end
  elseif letter == 'e:' and of_crew('w', who) == 'b' and tonumber(crew[i + 1]) <= now then
    redis.call('HSET', KEYS[10], 'w:' .. who, 'r')
    changed = 1
  end
end
if changed == 1 then
  renew(ARGV[2])
  tell()
end
return changed

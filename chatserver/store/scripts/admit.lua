-- A visitor of a rehearsal comes with a pass. KEYS[14]: rehearsal.
-- ARGV: id of the pass, until when it is good (Unix seconds), most visitors, what is shown of it,
-- cid ('' only begins), now, seconds that a rehearsal is running although nobody of it has come.
-- 1, again too; or why not: 'out_of_turn' another one is running, 'gone' this one is over,
-- 'not_approved' as many came with this pass as may.
-- KEYS[14]: id, until, began, about and over ('1') of the last one; v:CID -> when they were let in;
-- x:ID -> until, of those that are over.
local id, cid, now = ARGV[1], ARGV[5], tonumber(ARGV[6])
local kept, visitors, last, began, over = redis.call('HGETALL', KEYS[14]), {}, nil, 0, false
for i = 1, #kept, 2 do
  local field, value = kept[i], kept[i + 1]
  if field == 'id' then last = value
  elseif field == 'began' then began = tonumber(value)
  elseif field == 'over' then over = true
  elseif string.sub(field, 1, 2) == 'v:' then visitors[string.sub(field, 3)] = tonumber(value)
  elseif string.sub(field, 1, 2) == 'x:' and tonumber(value) <= now then
    redis.call('HDEL', KEYS[14], field)
  end
end
if redis.call('HEXISTS', KEYS[14], 'x:' .. id) == 1 then return 'gone' end
if last ~= id then
  local runs = last and not over and now - began < tonumber(ARGV[7])
  for visitor in pairs(visitors) do runs = runs or is_rehearsal(visitor) end
  if runs then return 'out_of_turn' end
  if last then redis.call('HSET', KEYS[14], 'x:' .. last, redis.call('HGET', KEYS[14], 'until')) end
  for visitor in pairs(visitors) do redis.call('HDEL', KEYS[14], 'v:' .. visitor) end
  redis.call('HDEL', KEYS[14], 'over')
  redis.call('HSET', KEYS[14], 'id', id, 'until', ARGV[2], 'began', now, 'about', ARGV[4])
  visitors = {}
end
redis.call('EXPIRE', KEYS[14], 7200)
if cid == '' or visitors[cid] then return 1 end
local many = 0
for _ in pairs(visitors) do many = many + 1 end
if many >= tonumber(ARGV[3]) then return 'not_approved' end
redis.call('HSET', KEYS[14], 'v:' .. cid, now)
return 1

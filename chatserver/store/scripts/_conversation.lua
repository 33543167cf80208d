-- Before every script on a conversation.
-- KEYS: 1 life, 2 said, 3 refs. Fields of life:
--   s state (w waiting, c called, o open)   t digest of the visitor's token
--   k wrapped data key   a sealed facts     h sealed share   b state blob
--   n newest message     x hard end, Unix seconds
--   p place of the professional ('' none)   v connection of the visitor's page   e how often one came
--   f the desk's turn that put them there (_desk.lua): the desk decides who holds a
--     conversation, and its life follows, if need be after a later word has overtaken an earlier
--   dv, dp how far the visitor and the professional have opened   rv, rp how far they have read
--   u:PLACE somebody who sits beside the professional
--   q the minute in which the visitor was called, or last did something in a conversation, Unix seconds
--   l:SEAT connection(8) and until when a page of that seat is there, Unix seconds
--   o:PLACE sealed offer   g:PLACE:EPOCH sealed grant

-- Every key of the conversation lives `seconds` longer, and never past its hard end.
local function renew(seconds, now)
  local left = tonumber(redis.call('HGET', KEYS[1], 'x')) - tonumber(now)
  local lives = 1000 * math.min(tonumber(seconds), math.floor(left))
  -- Past the hard end nothing is added to what is left of its lifetime.
  if lives < 1 then lives = math.max(1, redis.call('PTTL', KEYS[1])) end
  for i = 1, 3 do redis.call('PEXPIRE', KEYS[i], lives) end
end

-- What people have in their places: offers, grants, seats beside the professional.
local function clear_all()
  for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
    if string.find(field, '^[uogl]:') and field ~= 'l:v' then redis.call('HDEL', KEYS[1], field) end
  end
  redis.call('HDEL', KEYS[1], 'q')  -- who waits may be silent
end

-- What one of them has.
local function clear(place)
  local grants = 'g:' .. place .. ':'
  redis.call('HDEL', KEYS[1], 'u:' .. place, 'o:' .. place, 'l:' .. place)
  for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
    if string.sub(field, 1, #grants) == grants then redis.call('HDEL', KEYS[1], field) end
  end
end

-- With '' for a channel, whoever called tells the news: once the replicas have what was written.
local function publish(channel, news)
  if channel ~= '' then redis.call('SPUBLISH', channel, news) end
end

-- 'v' is the visitor; anything else must be the place of the professional, or one beside them.
local function sits(seat, place)
  return seat == 'v' or (place ~= '' and seat == place)
    or redis.call('HEXISTS', KEYS[1], 'u:' .. seat) == 1
end

-- Answer a colleague who asks; exactly one wins.
-- ARGV: channel, lives, cid, pseudonym, ticket, place, kind, capacity, most guests.
-- {cid, note}, or why not.
local ask, held = redis.call('HGET', KEYS[9], ARGV[3]), redis.call('HGET', KEYS[4], ARGV[3])
if not ask or not held then return 'taken' end
-- To whom it was not said, it is as if nobody had asked.
if only(ask) and only(ask) ~= ARGV[4] then return 'taken' end
if string.sub(ask, 1, 1) == 's' and ARGV[7] ~= 's' then return 'taken' end
if string.sub(held, 1, WHO) == ARGV[4] then return 'not_yours' end
if of_crew('w', ARGV[4]) == 'e' then return 'shift_ends' end
if tonumber(redis.call('HGET', KEYS[7], ARGV[4]) or 0) > 0 then return 'untagged' end
if not has_place(ARGV[4], ARGV[8]) then return 'at_capacity' end
local guests = guests_of(ARGV[3])
for _, guest in ipairs(guests) do
  if string.sub(guest, 1, WHO) == ARGV[4] then return 'taken' end
end
if #guests >= tonumber(ARGV[9]) then return 'at_capacity' end
guests[#guests + 1] = ARGV[4] .. ARGV[5] .. ARGV[6] .. ARGV[7]
keep_guests(ARGV[3], guests)
redis.call('HDEL', KEYS[9], ARGV[3])
redis.call('HINCRBY', KEYS[5], ARGV[4], 1)
stirs(ARGV[4])
renew(ARGV[2])
tell()
return {ARGV[3], string.sub(held, NOTE)}

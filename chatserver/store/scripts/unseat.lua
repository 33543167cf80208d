-- Somebody stands up from a conversation that goes on.
-- ARGV: channel, lives, cid, place, alone ('1' if the visitor may be left with nobody, who then
-- stands at the front of the line), places of those who were let in, one after the other, whether
-- the visitor is ready ('1' or '0'), until when who held it is not to be proposed them again (0).
-- {'guest', 0}, {'passed', turn, place of the new holder}, {'front', turn, places of guests who
-- stand up too, as nobody let them in}, or why not.
local cid, place = ARGV[3], ARGV[4]
local let_in = {}
for at = 1, #ARGV[6], 8 do let_in[string.sub(ARGV[6], at, at + 7)] = true end
local guests, held = guests_of(cid), redis.call('HGET', KEYS[4], cid)
local rehearses = is_rehearsal(cid)
for i, guest in ipairs(guests) do
  if string.sub(guest, 49, 56) == place then
    table.remove(guests, i)
    keep_guests(cid, guests)
    lower(KEYS[5], string.sub(guest, 1, 32))
    stirs(string.sub(guest, 1, 32))
    renew(ARGV[2])
    tell()
    return {'guest', 0}
  end
end
if not held or string.sub(held, 49, 56) ~= place then return 'not_yours' end
local arrival, note, turn, done = tonumber(string.sub(held, ARRIVAL, TURN - 1)), string.sub(held, NOTE)
for i, guest in ipairs(guests) do
  if string.sub(guest, 57) == 'p' and let_in[string.sub(guest, 49, 56)] then
    table.remove(guests, i)
    keep_guests(cid, guests)
    turn = next_turn()
    redis.call('HSET', KEYS[4], cid, string.sub(guest, 1, 56) .. number(arrival) .. number(turn) .. note)
    -- Beside somebody they had it like any other; as their own it is not among what they have.
    if rehearses then lower(KEYS[5], string.sub(guest, 1, WHO)) end
    done = {'passed', turn, string.sub(guest, 49, 56)}
    break
  end
end
if not done then
  if ARGV[5] ~= '1' then return 'out_of_turn' end
  redis.call('ZADD', KEYS[1], arrival - CREDIT + 0.5 + (rehearses and REHEARSALS or 0), cid)
  redis.call('HSET', KEYS[3], cid, ARGV[7] .. note)
  redis.call('HDEL', KEYS[4], cid)
  if ARGV[7] == '0' and not rehearses and redis.call('HEXISTS', KEYS[13], cid) == 1 then
    redis.call('HSET', KEYS[13], cid, 'u0')
  end
  if ARGV[8] ~= '0' then spare(cid, string.sub(held, 1, WHO), ARGV[8]) end
  done = {'front', next_turn()}
  for _, guest in ipairs(guests) do
    lower(KEYS[5], string.sub(guest, 1, WHO))
    stirs(string.sub(guest, 1, WHO))
    done[#done + 1] = string.sub(guest, 49, 56)
  end
  keep_guests(cid, {})
end
redis.call('HDEL', KEYS[9], cid)
if not rehearses then lower(KEYS[5], string.sub(held, 1, 32)) end
stirs(string.sub(held, 1, 32))
renew(ARGV[2])
tell()
return done

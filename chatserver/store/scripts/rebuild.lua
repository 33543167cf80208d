-- A conversation that was lost lives again, with the messages that were staged.
-- ARGV: token, wrapped key, facts, share, hard end, lives, now, connection, owner, how many
-- messages, state, place of the professional ('' none), turn of the desk.
-- 1 made, 0 it is there already, or why not.
local n = tonumber(ARGV[10])
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
if n > 0 and (redis.call('HGET', KEYS[3], 'owner') ~= ARGV[9] or redis.call('XLEN', KEYS[2]) ~= n) then
  return 'out_of_turn'
end
if n == 0 then redis.call('DEL', KEYS[2]) end
redis.call('DEL', KEYS[3])
redis.call('HSET', KEYS[1], 's', ARGV[11], 't', ARGV[1], 'k', ARGV[2], 'a', ARGV[3], 'h', ARGV[4],
  'x', ARGV[5], 'n', n, 'p', ARGV[12], 'f', ARGV[13], 'v', ARGV[8], 'dv', n, 'dp', 0, 'b', '')
-- Their page has to sign in again first: the grace begins now.
if ARGV[12] ~= '' then redis.call('HSET', KEYS[1], 'l:' .. ARGV[12], '--------' .. ARGV[7]) end
-- Called, and not asked for longer than anybody is.
if ARGV[11] == 'c' then redis.call('HSET', KEYS[1], 'q', ARGV[7] - ARGV[7] % 60) end
renew(ARGV[6], ARGV[7])
return 1

"""The eleven steps of a tick, compiled. Numbers (§) refer to docs/explanation/economy.md.

Every kernel takes whole tables: `net` (who there is; never changed), `now` (what moves; changed
in place), `rules` (restrictions in force), `par` (behaviour per tick), `tmp` (scratch) and `rec`
(what is recorded). All of them live in this one file, since a cached kernel is not compiled
again when a kernel it calls changes in another file. Nothing here allocates.
"""

from __future__ import annotations

from math import exp, log

import numba

from sim.economy.cache import compiled
from sim.economy.tables import (
    CONSUMERS,
    FACTORS,
    FIRMS,
    HAULIERS,
    LICENSEES,
    STATE_BUYERS,
    TREASURY,
)

# Without wrappers for calls from Python, which only the entry needs, compiling takes half the
# time; numba's own annotations do not know these options.
kernel = numba.njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)  # type: ignore[call-overload]
entry = compiled(error_model="numpy", no_cfunc_wrapper=True)

INPUT, FINAL, STATE = 0, 1, 2
UNDECLARED = 2
TINY = 1e-12


@entry
def run_ticks(net, now, rules, par, tmp, rec, demand, first, last, offset):
    """Advance `now` from tick `first` to before tick `last`; the sequence of a tick."""
    price_licences(net, now, tmp)
    count_queues(now, tmp)
    for tick in range(first, last):
        row = tick - offset
        arrive(net, now, tmp, rec, tick, row)  # §1.1
        wish(net, now, par, tmp)  # §2.1
        choose_levels(net, now, rules, tmp, rec, row)  # §2.2
        use_inputs(net, now, tmp, rec, row)  # §2.3
        store_outputs(net, now, tmp, rec, row)  # §2.4
        pay_costs(net, rules, tmp, rec, row)  # §M.1
        demand_finally(net, now, par, tmp, rec, demand, row)  # §3.2, §3.3
        release_stockpiles(net, now, rules, rec, row)  # §4.4
        target_cover(net, now, par, tmp)  # §4.2
        request(net, now, rules, par, tmp)  # §4.1, §4.3
        restrict(net, now, rules, par, tmp, tick)  # §5.1, §5.2
        turn_elsewhere(net, rules, par, tmp)  # §5.6
        fill(net, now, rules, tmp)  # §6.1
        ship(net, now, rules, tmp, rec, tick, row)  # §7.1, §5.3
        settle_shelves(net, now, tmp)  # §7.2
        settle_payments(net, now, rules, tmp, rec, row)  # §7.3
        consume_services(net, now, tmp, rec, row)  # §7.4
        set_licences(net, now, rules, par, tmp, tick)  # §8.3
        set_costs(net, now, rules, tmp)  # §8.1
        set_prices(net, now, rules, par, tmp)  # §8.2
        price_licences(net, now, tmp)  # §8.4
        price_links(net, now, rules, tmp)  # §8.5
        price_slots(net, now, par)  # §8.6
        switch_suppliers(net, now, rules, par, tmp)  # §9.1, §9.2, §9.3
        thrift(net, now, rules, par)  # §10.1
        invest(net, now, rules, par, tmp, tick)  # §11.1, §11.2, §11.3
        record(net, now, rules, tmp, rec, row)


@kernel
def arrive(net, now, tmp, rec, tick, row):
    """Move goods whose transit ends into their buyers' stock; add up what is still under way."""
    slots, ring, countries = now.transit.shape
    place = tick % ring
    for s in range(slots):
        to, product = net.slot_country[s], net.slot_product[s]
        for c in range(countries):
            goods = now.transit[s, place, c]
            now.stock[s, c] += goods
            rec.arrived_origin[row, c, to, product] += goods
            now.transit[s, place, c] = 0.0
            rec.arrived[row, c, to, product] += now.transit_from[s, place, c]
            now.transit_from[s, place, c] = 0.0
        tmp.under_way[s] = 0.0
        for p in range(ring):
            for c in range(countries):
                tmp.under_way[s] += now.transit[s, p, c]


@kernel
def count_queues(now, tmp):
    """Add up what waits at the border on each link; `ship` keeps the count."""
    for k in range(now.queue.shape[0]):
        tmp.queued[k] = total(now.queue, k)


@kernel
def total(stock, row):
    """Return a stock over all origins [unit]."""
    amount = 0.0
    for c in range(stock.shape[1]):
        amount += stock[row, c]
    return amount


@kernel
def take(stock, row, wanted):
    """Take from a stock, from all origins alike; return the share of the stock taken [1]."""
    held = total(stock, row)
    if held <= TINY or wanted <= 0.0:
        return 0.0
    part = min(1.0, wanted / held)
    for c in range(stock.shape[1]):
        stock[row, c] *= 1.0 - part
    return part


@kernel
def wish(net, now, par, tmp):
    """Set what firms want to make, and the input that takes, at present prices."""
    for f in range(net.firm_country.shape[0]):
        wanted, weight = 0.0, 0.0
        for o in range(net.firm_outlets[f], net.firm_outlets[f + 1]):
            p = net.outlet_product[o]
            gap = net.outlet_cover[o] * now.sales_memory[o] - total(now.seller_stock, o)
            need = (now.sales_memory[o] + gap / par.stock_adjustment[p]) / net.outlet_yield[o]
            value = net.outlet_yield[o] * now.price[o]
            wanted += value * need
            weight += value
        tmp.wanted[f] = max(0.0, wanted / weight)
    for s in range(net.slot_country.shape[0]):
        if net.slot_kind[s] == INPUT:
            p = net.slot_product[s]
            response = -par.input_elasticity[p] * log(now.slot_price[s] / net.slot_base_price[s])
            carried = net.firm_trade[net.slot_firm[s]] == 1
            tmp.amount[s] = now.amount[s] if carried else now.amount[s] * exp(response)


@kernel
def choose_levels(net, now, rules, tmp, rec, row):
    """Set how much each firm makes within capacity and as far as its inputs allow."""
    for f in range(net.firm_country.shape[0]):
        wanted = min(tmp.wanted[f], now.capacity[f] * rules.capacity[f])
        level = wanted
        for s in range(net.firm_slots[f], net.firm_slots[f + 1]):
            need = tmp.amount[s] * wanted
            met = min(1.0, total(now.stock, s) / need) if need > TINY else 1.0
            level = min(level, wanted * (1.0 - net.slot_criticality[s] * (1.0 - met)))
        tmp.wanted[f] = wanted
        tmp.level[f] = level
        tmp.inputs_met[f] = level / wanted if wanted > TINY else 1.0
        rec.level[row, net.firm_country[f], net.firm_activity[f]] += level
        rec.level_wanted[row, net.firm_country[f], net.firm_activity[f]] += wanted


@kernel
def use_inputs(net, now, tmp, rec, row):
    """Take inputs from firms' stocks; what was made without them is made at extra cost."""
    for f in range(net.firm_country.shape[0]):
        tmp.spent[f] = 0.0
    for s in range(net.slot_country.shape[0]):
        f = net.slot_firm[s]
        if f < 0:
            continue
        need, held = tmp.amount[s] * tmp.level[f], total(now.stock, s)
        used = min(need, held)
        if net.firm_trade[f] == 1:
            for c in range(now.stock.shape[1]):
                tmp.mix[f, c] = now.stock[s, c] / held if held > TINY else 0.0
        take(now.stock, s, used)
        tmp.spent[f] += (need - used) * now.slot_price[s]
        tmp.use[s] = tmp.amount[s] * tmp.wanted[f]
        rec.used[row, net.slot_country[s], net.slot_product[s]] += used
        rec.used_wanted[row, net.slot_country[s], net.slot_product[s]] += tmp.use[s]


@kernel
def store_outputs(net, now, tmp, rec, row):
    """Put products on the shelves, marked with the country that they come from."""
    for o in range(net.outlet_firm.shape[0]):
        f = net.outlet_firm[o]
        home, made = net.firm_country[f], net.outlet_yield[o] * tmp.level[f]
        rec.produced[row, home, net.outlet_product[o]] += made
        if net.firm_trade[f] == 1:
            for c in range(now.stock.shape[1]):
                now.seller_stock[o, c] += made * tmp.mix[f, c]
        else:
            now.seller_stock[o, home] += made


@kernel
def pay_costs(net, rules, tmp, rec, row):
    """Book what production costs beside bought inputs."""
    for f in range(net.firm_country.shape[0]):
        country = net.firm_country[f]
        taxed = rules.tax[f] * tmp.level[f]
        cost = net.firm_factor_cost[f] * tmp.level[f] + tmp.spent[f]
        rec.accounts[row, country, FIRMS] -= cost + taxed
        rec.accounts[row, country, FACTORS] += cost
        rec.accounts[row, country, TREASURY] += taxed


@kernel
def demand_finally(net, now, par, tmp, rec, demand, row):
    """Let consumers take what they want, as far as their stock goes."""
    for s in range(net.slot_country.shape[0]):
        if net.slot_kind[s] != FINAL:
            continue
        c, p = net.slot_country[s], net.slot_product[s]
        response = -par.final_elasticity[p] * log(now.slot_price[s] / net.slot_base_price[s])
        wanted = net.slot_base_use[s] * demand[row, c, p] * now.amount[s] * exp(response)
        tmp.use[s] = wanted
        rec.consumed_wanted[row, c, p] += wanted
        if net.slot_perishable[s] == 0:
            rec.consumed[row, c, p] += min(wanted, total(now.stock, s))
            take(now.stock, s, wanted)


@kernel
def release_stockpiles(net, now, rules, rec, row):
    """Sell what a state releases to its country's buyers, in proportion to normal use."""
    for s in range(net.slot_country.shape[0]):
        if net.slot_kind[s] != STATE or rules.stockpile[s] >= 0.0:
            continue
        held, users = total(now.stock, s), 0.0
        for b in range(net.slot_country.shape[0]):
            if same_market(net, s, b):
                users += net.slot_base_use[b]
        if held <= TINY or users <= TINY:
            continue
        part = min(1.0, -rules.stockpile[s] / held)
        now.stockpiled[rules.stockpile_measure[s]] -= part * held
        for b in range(net.slot_country.shape[0]):
            if same_market(net, s, b):
                bought = part * net.slot_base_use[b] / users
                for c in range(now.stock.shape[1]):
                    now.stock[b, c] += bought * now.stock[s, c]
                worth = bought * held * now.slot_price[b]
                payer = FIRMS if net.slot_kind[b] == INPUT else CONSUMERS
                rec.accounts[row, net.slot_country[b], payer] -= worth
                rec.accounts[row, net.slot_country[s], STATE_BUYERS] += worth
        for c in range(now.stock.shape[1]):
            now.stock[s, c] *= 1.0 - part


@kernel
def same_market(net, state, buyer):
    """Return whether a buyer is a user in the country and product of a state's slot."""
    return (
        net.slot_kind[buyer] != STATE
        and net.slot_country[buyer] == net.slot_country[state]
        and net.slot_product[buyer] == net.slot_product[state]
    )


@kernel
def request(net, now, rules, par, tmp):
    """Ask suppliers for what use and the stock aimed at call for."""
    for s in range(net.slot_country.shape[0]):
        p = net.slot_product[s]
        first, last = net.slot_links[s], net.slot_links[s + 1]
        if net.slot_kind[s] == STATE:
            wanted = rules.stockpile[s]
            if wanted > 0.0:
                now.stockpiled[rules.stockpile_measure[s]] += wanted
        elif net.slot_perishable[s] == 1:
            now.expected_use[s] += par.use_memory * (tmp.use[s] - now.expected_use[s])
            kept = total(now.stock, s) if net.slot_kind[s] == INPUT else 0.0
            wanted = tmp.use[s] - kept
        else:
            now.expected_use[s] += par.use_memory * (tmp.use[s] - now.expected_use[s])
            position, lead = total(now.stock, s) + tmp.under_way[s], 0.0
            for k in range(first, last):
                position += tmp.queued[k]
                lead += now.share[k] * net.link_lead[k]
            aim = (tmp.cover[s] * rules.cover[s] + lead - 1.0) * now.expected_use[s]
            wanted = tmp.use[s] + (aim - position) / par.stock_adjustment[p]
            wanted = min(wanted, par.panic_cap[p] * max(net.slot_base_use[s], now.expected_use[s]))
        wanted = max(0.0, wanted)
        for k in range(first, last):
            tmp.asked[k] = wanted * now.share[k]


@kernel
def beyond(change, threshold):
    """Return how far a change goes beyond a threshold, up or down; 0 within it."""
    return max(0.0, change - threshold) - max(0.0, -change - threshold)


@kernel
def target_cover(net, now, par, tmp):
    """Set the stock each buyer aims at [ticks of use]."""
    for s in range(net.slot_country.shape[0]):
        p = net.slot_product[s]
        dear = log(now.slot_price[s]) - now.price_trend[s]
        change = beyond(now.expected_change[s], par.speculation_threshold[p])
        fear = 1.0 + par.hoarding[p] * now.risk[s]
        factor = fear * exp(par.speculation[p] * change - par.price_waiting[p] * dear)
        factor = min(par.cover_ceiling[p], max(par.cover_floor[p], factor))
        tmp.cover[s] = net.slot_cover[s] * factor


@kernel
def restrict(net, now, rules, par, tmp, tick):
    """Cut requests to what bans, licences, boycotts and quotas let through."""
    for q in range(rules.quota_amount.shape[0]):
        tmp.quota_asked[q] = 0.0
    for k in range(net.link_outlet.shape[0]):
        tmp.allowed[k] = tmp.asked[k] * rules.permitted[k]
        if rules.quota[k] >= 0:
            tmp.quota_asked[rules.quota[k]] += tmp.allowed[k]
    for q in range(rules.quota_amount.shape[0]):
        left = max(0.0, rules.quota_amount[q] - now.quota_used[rules.quota_measure[q]])
        ticks_left = max(1.0, float(rules.quota_until[q] - tick))
        rise = 0.0
        for p in range(rules.quota_products.shape[1]):
            if rules.quota_products[q, p] == 1:
                rise = max(rise, now.licence_expected[rules.quota_country[q], p])
        pace = rules.front_loading * exp(-par.licence_withholding * rise) / ticks_left
        most = left * min(1.0, pace)
        asked = tmp.quota_asked[q]
        tmp.quota_scale[q] = min(1.0, most / asked) if asked > TINY else 1.0
    for k in range(net.link_outlet.shape[0]):
        if rules.quota[k] >= 0:
            tmp.allowed[k] *= tmp.quota_scale[rules.quota[k]]


@kernel
def turn_elsewhere(net, rules, par, tmp):
    """Let buyers who are refused ask suppliers whom nothing restricts, for a part of it."""
    for s in range(net.slot_country.shape[0]):
        first, last = net.slot_links[s], net.slot_links[s + 1]
        refused, free = 0.0, 0.0
        for k in range(first, last):
            refused += tmp.asked[k] - tmp.allowed[k]
            if rules.permitted[k] >= 1.0 and rules.quota[k] < 0:
                free += tmp.asked[k]
        if refused <= TINY or free <= TINY:
            continue
        more = par.spot_buying[net.slot_product[s]] * refused / free
        for k in range(first, last):
            if rules.permitted[k] >= 1.0 and rules.quota[k] < 0:
                tmp.allowed[k] += more * tmp.asked[k]


@kernel
def fill(net, now, rules, tmp):
    """Share a supplier's goods over its requests: in proportion, or home first where so ruled."""
    for o in range(net.outlet_firm.shape[0]):
        tmp.home_asked[o] = 0.0
        tmp.away_asked[o] = 0.0
    for k in range(net.link_outlet.shape[0]):
        if net.link_foreign[k] == 1:
            tmp.away_asked[net.link_outlet[k]] += tmp.allowed[k]
        else:
            tmp.home_asked[net.link_outlet[k]] += tmp.allowed[k]
    for o in range(net.outlet_firm.shape[0]):
        goods = total(now.seller_stock, o)
        home, away = tmp.home_asked[o], tmp.away_asked[o]
        if rules.domestic_first[o] == 1:
            tmp.home_fill[o] = min(1.0, goods / home) if home > TINY else 1.0
            rest = max(0.0, goods - home)
            tmp.away_fill[o] = min(1.0, rest / away) if away > TINY else 1.0
        else:
            even = min(1.0, goods / (home + away)) if home + away > TINY else 1.0
            tmp.home_fill[o] = even
            tmp.away_fill[o] = even
    for k in range(net.link_outlet.shape[0]):
        o = net.link_outlet[k]
        part = tmp.away_fill[o] if net.link_foreign[k] == 1 else tmp.home_fill[o]
        tmp.sold[k] = tmp.allowed[k] * part


@kernel
def ship(net, now, rules, tmp, rec, tick, row):
    """Send what was sold on its way, through the customs queue where goods are held."""
    countries, ring = now.stock.shape[1], now.transit.shape[1]
    for o in range(net.outlet_firm.shape[0]):
        goods = total(now.seller_stock, o)
        for c in range(countries):
            tmp.shelf[o, c] = now.seller_stock[o, c] / goods
    for k in range(net.link_outlet.shape[0]):
        sold, queued = tmp.sold[k], 0.0
        tmp.left[k] = 0.0
        if sold <= 0.0 and tmp.queued[k] <= 0.0:
            continue
        o, s = net.link_outlet[k], net.link_slot[k]
        seller = net.firm_country[net.outlet_firm[o]]
        buyer, p = net.slot_country[s], net.outlet_product[o]
        lead = net.link_lead[k]
        place = (tick + lead) % ring
        if rules.quota[k] >= 0:
            now.quota_used[rules.quota_measure[rules.quota[k]]] += sold
            rec.quota_used[row, seller, p] += sold
        for c in range(countries):
            goods = tmp.shelf[o, c] * sold if sold > 0.0 else 0.0
            if goods <= 0.0 and now.queue[k, c] <= 0.0:
                continue  # of most countries there is nothing: sellers sell what is made at home
            freed = rules.release[k] * now.queue[k, c]
            held = rules.held[k] * goods
            now.queue[k, c] += held - freed
            queued += now.queue[k, c]
            going = goods - held + freed
            tmp.left[k] += going
            if lead == 0:
                now.stock[s, c] += going
                rec.arrived_origin[row, c, buyer, p] += going
                rec.arrived[row, seller, buyer, p] += going
            else:
                now.transit[s, place, c] += going
                now.transit_from[s, place, seller] += going
                tmp.under_way[s] += going
        rec.shipped[row, seller, buyer, p] += tmp.left[k]
        tmp.queued[k] = queued


@kernel
def settle_shelves(net, now, tmp):
    """Take what was sold from sellers' stocks, from all origins alike."""
    for o in range(net.outlet_firm.shape[0]):
        tmp.shipped[o] = 0.0
    for k in range(net.link_outlet.shape[0]):
        tmp.shipped[net.link_outlet[k]] += tmp.sold[k]
    for o in range(net.outlet_firm.shape[0]):
        take(now.seller_stock, o, tmp.shipped[o])


@kernel
def settle_payments(net, now, rules, tmp, rec, row):
    """Book the payments for goods that left: sellers, treasuries, licensees and hauliers."""
    for k in range(net.link_outlet.shape[0]):
        quantity = tmp.left[k]
        if quantity <= 0.0:
            continue
        o, s = net.link_outlet[k], net.link_slot[k]
        seller, buyer = net.firm_country[net.outlet_firm[o]], net.slot_country[s]
        p, kind = net.outlet_product[o], net.slot_kind[s]
        price, freight = now.price[o], net.link_freight[k]
        duty = rules.duty[k] * price
        premium = tmp.premium[seller, p] if rules.quota[k] >= 0 else 0.0
        border = price + duty + premium
        tariff = rules.tariff[k] * border
        payer = FIRMS if kind == INPUT else (CONSUMERS if kind == FINAL else STATE_BUYERS)
        rec.accounts[row, buyer, payer] -= (border + tariff + freight) * quantity
        rec.accounts[row, seller, FIRMS] += price * quantity
        rec.accounts[row, seller, TREASURY] += duty * quantity
        rec.accounts[row, seller, LICENSEES] += premium * quantity
        rec.accounts[row, buyer, TREASURY] += tariff * quantity
        rec.accounts[row, buyer, HAULIERS] += freight * quantity
        if seller != buyer and net.firm_channel[net.outlet_firm[o]] != UNDECLARED:
            rec.declared[row, seller, buyer, p] += quantity
            rec.declared_value[row, seller, buyer, p] += border * quantity


@kernel
def price_licences(net, now, tmp):
    """Set the price of a licence by country and product (§8.4)."""
    countries, products = now.licence_scarcity.shape
    for c in range(countries):
        for p in range(products):
            tmp.premium[c, p] = net.licence_base[c, p] * (exp(now.licence_scarcity[c, p]) - 1.0)


@kernel
def consume_services(net, now, tmp, rec, row):
    """Use up what cannot be stored, and book what nobody took as lost."""
    for s in range(net.slot_country.shape[0]):
        if net.slot_perishable[s] == 1 and net.slot_kind[s] == FINAL:
            c, p = net.slot_country[s], net.slot_product[s]
            held = total(now.stock, s)
            rec.consumed[row, c, p] += min(tmp.use[s], held)
            take(now.stock, s, tmp.use[s])
            rec.lost[row, c, p] += total(now.stock, s)
            take(now.stock, s, held)
    for o in range(net.outlet_firm.shape[0]):
        if net.outlet_perishable[o] == 1:
            c, p = net.firm_country[net.outlet_firm[o]], net.outlet_product[o]
            unsold = total(now.seller_stock, o)
            rec.lost[row, c, p] += unsold
            take(now.seller_stock, o, unsold)


@kernel
def set_licences(net, now, rules, par, tmp, tick):
    """Move the price of export licences with the scarcity expected over the horizon (§8.3)."""
    countries, products = now.licence_demand.shape
    for c in range(countries):
        for p in range(products):
            tmp.licence_asked[c, p] = 0.0
    for k in range(net.link_outlet.shape[0]):
        o = net.link_outlet[k]
        f = net.outlet_firm[o]
        if rules.licensed[k] == 1:
            asked = tmp.asked[k] * rules.permitted[k] * tmp.away_fill[o]
            tmp.licence_asked[net.firm_country[f], net.outlet_product[o]] += asked
    for c in range(countries):
        for p in range(products):
            gap = tmp.licence_asked[c, p] - now.licence_demand[c, p]
            now.licence_demand[c, p] += par.licence_memory * gap
    for q in range(rules.quota_amount.shape[0]):
        c = rules.quota_country[q]
        expected = 0.0
        for p in range(products):
            if rules.quota_products[q, p] == 1:
                expected += now.licence_demand[c, p] * par.licence_horizon
        left = max(0.0, rules.quota_amount[q] - now.quota_used[rules.quota_measure[q]])
        ticks_left = float(rules.quota_until[q] - tick)
        later = max(0.0, par.licence_horizon - ticks_left) * rules.quota_next_rate[q]
        placed = min(left, rules.quota_rate[q] * ticks_left)
        supply = placed * min(1.0, par.licence_horizon / max(1.0, ticks_left)) + later
        tightness = log((expected + TINY) / max(supply, 0.02 * expected + TINY))
        goal = min(par.premium_ceiling, max(0.0, tightness / par.licence_stiffness))
        for p in range(products):
            if rules.quota_products[q, p] == 1:
                gap = goal - now.licence_scarcity[c, p]
                speed = par.premium_rise if gap > 0.0 else par.premium_fall
                now.licence_scarcity[c, p] += speed * gap
                drift = speed * gap * par.expectation_horizon - now.licence_expected[c, p]
                now.licence_expected[c, p] += par.expectation_memory * drift


@kernel
def set_prices(net, now, rules, par, tmp):
    """Pass cost on at once, and move the mark-up over it toward what scarcity calls for."""
    for o in range(net.outlet_firm.shape[0]):
        asked = tmp.home_asked[o] + tmp.away_asked[o]
        now.sales_memory[o] += par.sales_memory * (asked - now.sales_memory[o])
    for f in range(net.firm_country.shape[0]):
        inputs = max(par.supply_floor, tmp.inputs_met[f])
        allowed = min(net.firm_utilisation[f], rules.capacity[f])
        normal_level = now.capacity[f] * allowed * inputs
        for o in range(net.firm_outlets[f], net.firm_outlets[f + 1]):
            p = net.outlet_product[o]
            spare = total(now.seller_stock, o) - net.outlet_cover[o] * now.sales_memory[o]
            normal = normal_level * net.outlet_yield[o]
            normal += max(-0.5 * normal, spare / par.stock_adjustment[p])
            goal = 0.0
            if normal > TINY:
                scarcity = log((now.sales_memory[o] + TINY) / normal)
                stiff = par.scarcity_up[p] if scarcity > 0.0 else par.scarcity_down[p]
                goal = min(par.price_ceiling[p], max(par.price_bottom[p], scarcity / stiff))
                rise = max(0.0, beyond(now.seller_expected[o], par.speculation_threshold[p]))
                goal += par.seller_speculation[p] * rise
            gap = goal - now.markup[o]
            now.markup[o] += gap * (par.price_rise[p] if gap > 0.0 else par.price_fall[p])
            before = now.price[o]
            now.price[o] = net.outlet_base_price[o] * tmp.cost[f] * exp(now.markup[o])
            drift = log(now.price[o] / before) * par.expectation_horizon - now.seller_expected[o]
            now.seller_expected[o] += par.expectation_memory * drift


@kernel
def set_costs(net, now, rules, tmp):
    """Set firms' unit cost over that of the steady state [1]."""
    for f in range(net.firm_country.shape[0]):
        cost = 1.0 + rules.tax[f] / net.firm_unit_cost[f]
        for s in range(net.firm_slots[f], net.firm_slots[f + 1]):
            dearer = now.slot_price[s] / net.slot_base_price[s]
            thicker = tmp.amount[s] / net.slot_base_amount[s]
            cost += net.slot_cost_share[s] * (dearer * thicker - 1.0)
        tmp.cost[f] = cost


@kernel
def price_links(net, now, rules, tmp):
    """Set what buyers pay on each link (§8.5)."""
    for k in range(net.link_outlet.shape[0]):
        o = net.link_outlet[k]
        price = now.price[o] * (1.0 + rules.duty[k])
        if rules.quota[k] >= 0:
            price += tmp.premium[net.firm_country[net.outlet_firm[o]], net.outlet_product[o]]
        now.link_price[k] = price * (1.0 + rules.tariff[k]) + net.link_freight[k]


@kernel
def price_slots(net, now, par):
    """Set the price each buyer pays over its suppliers, its trend and what it expects."""
    for s in range(net.slot_country.shape[0]):
        price = 0.0
        for k in range(net.slot_links[s], net.slot_links[s + 1]):
            price += now.share[k] * now.link_price[k]
        rise = log(price / now.slot_price[s])
        now.slot_price[s] = price
        drift = rise * par.expectation_horizon - now.expected_change[s]
        now.expected_change[s] += par.expectation_memory * drift
        now.price_trend[s] += par.trend_memory * (log(price) - now.price_trend[s])


@kernel
def switch_suppliers(net, now, rules, par, tmp):
    """Let buyers learn whom they can rely on and move a part of their purchases."""
    for s in range(net.slot_country.shape[0]):
        p = net.slot_product[s]
        first, last = net.slot_links[s], net.slot_links[s + 1]
        refused, weights = 0.0, 0.0
        for k in range(first, last):
            if tmp.asked[k] > TINY:
                met = min(1.0, tmp.sold[k] / tmp.asked[k]) * (1.0 - rules.held[k])
            else:
                met = rules.permitted[k]
            refused += now.share[k] * (1.0 - met)
            now.reliability[k] += par.reliability_memory * (met - now.reliability[k])
            tmp.weight[k] = 0.0
            if rules.permitted[k] > 0.0:
                f = net.outlet_firm[net.link_outlet[k]]
                size = net.link_weight[k] * now.capacity[f] / net.firm_reference[f]
                dearer = log(now.link_price[k] / net.link_base_price[k])
                trust = par.trust_floor + (1.0 - par.trust_floor) * now.reliability[k]
                attraction = exp(-par.supplier_substitution[p] * dearer)
                tmp.weight[k] = size * attraction * trust * trust  # §9.2
                weights += tmp.weight[k]
        now.risk[s] += par.reliability_memory * (refused - now.risk[s])
        if weights > TINY:
            for k in range(first, last):
                now.share[k] += par.switching[p] * (tmp.weight[k] / weights - now.share[k])


@kernel
def thrift(net, now, rules, par):
    """Wear down the technical need for what has long been dear; it does not come back."""
    for s in range(net.slot_country.shape[0]):
        if net.slot_kind[s] == STATE or net.slot_perishable[s] == 1:
            continue
        if net.slot_kind[s] == INPUT and net.firm_trade[net.slot_firm[s]] == 1:
            continue
        p = net.slot_product[s]
        dear = now.price_trend[s] - log(net.slot_base_price[s]) - par.thrift_threshold[p]
        if dear > 0.0:
            floor = par.thrift_floor[p] * net.slot_base_amount[s]
            excess = max(0.0, now.amount[s] - floor)
            now.amount[s] -= excess * (1.0 - exp(-par.thrifting[p] * rules.research[s] * dear))


@kernel
def invest(net, now, rules, par, tmp, tick):
    """Open capacity that is ready; start more where it pays, close some where it does not."""
    ring = now.projects.shape[1]
    place = tick % ring
    for f in range(net.firm_country.shape[0]):
        now.capacity[f] += now.projects[f, place]
        now.projects[f, place] = 0.0
        earned, spent = 0.0, 0.0
        for o in range(net.firm_outlets[f], net.firm_outlets[f + 1]):
            earned += net.outlet_yield[o] * now.price[o]
            spent += net.outlet_yield[o] * net.outlet_base_price[o] * tmp.cost[f]
        now.margin[f] += par.margin_memory * (log(earned / spent) - now.margin[f])
        if now.capacity[f] <= TINY:
            continue
        if net.firm_build[f] > 0 and now.margin[f] > par.entry_margin:
            informal = net.firm_trade[f] == 1 or net.firm_channel[f] == UNDECLARED
            rate = par.informal_expansion if informal else par.expansion
            more = rate * (now.margin[f] - par.entry_margin) * now.capacity[f]
            now.projects[f, (tick + net.firm_build[f]) % ring] += more * rules.capacity[f]
        if now.margin[f] < -par.exit_margin:
            rate = par.closure * (-now.margin[f] - par.exit_margin)
            now.capacity[f] *= exp(-rate)


@kernel
def record(net, now, rules, tmp, rec, row):
    """Write down stocks and prices at the end of the tick."""
    for s in range(net.slot_country.shape[0]):
        c, p = net.slot_country[s], net.slot_product[s]
        held = total(now.stock, s)
        rec.buyer_stock[row, c, p] += held
        if net.slot_kind[s] == STATE:
            rec.state_stock[row, c, p] += held
        else:
            rec.buyer_price[row, c, p] += now.slot_price[s] * net.slot_base_use[s]
            rec.buyer_weight[row, c, p] += net.slot_base_use[s]
        rec.transit[row, c, p] += tmp.under_way[s]
    for o in range(net.outlet_firm.shape[0]):
        f = net.outlet_firm[o]
        c, p = net.firm_country[f], net.outlet_product[o]
        rec.seller_stock[row, c, p] += total(now.seller_stock, o)
        if net.firm_trade[f] == 0:
            weight = net.firm_reference[f] * net.outlet_yield[o]
            rec.home_price[row, c, p] += now.price[o] * weight
            rec.home_weight[row, c, p] += weight
    for k in range(net.link_outlet.shape[0]):
        o, s = net.link_outlet[k], net.link_slot[k]
        f = net.outlet_firm[o]
        c, p = net.firm_country[f], net.outlet_product[o]
        if tmp.queued[k] > 0.0:
            rec.held[row, c, p] += tmp.queued[k]
        weight = net.link_weight[k] * net.slot_base_use[s]
        if net.link_foreign[k] == 1 and net.firm_trade[f] == 0:
            quoted = now.price[o] * (1.0 + rules.duty[k])
            if rules.quota[k] >= 0:
                quoted += tmp.premium[c, p]
            rec.export_price[row, c, p] += quoted * weight
            rec.export_weight[row, c, p] += weight
    for q in range(rules.quota_amount.shape[0]):
        c = rules.quota_country[q]
        for p in range(rec.premium.shape[2]):
            if rules.quota_products[q, p] == 1:
                rec.premium[row, c, p] = tmp.premium[c, p]

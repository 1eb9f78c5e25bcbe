"""An exercise on two islands that has every flaw a rehearsal looks for."""

TEXT = """
format: 1
title: Flawed islands
extends:
  countries:
    NORTH: {gdp: {value: 10, unit: bnUSD/year, assumed: Made up}}
    SOUTH: {gdp: {value: 10, unit: bnUSD/year, assumed: Made up}}
formats:
  short:
    title: Short
    rounds: 3
    minutes: {brief: 1, open: 5, review: 1}
    humans: [NORTH, SOUTH]
  long:
    title: Long
    rounds: 9
    minutes: {brief: 1, open: 5, review: 1}
seats:
  NORTH:
    default_orders: [stockpile_release product=pump amount=1 until=2031-01-06]
    playbook:
      - code: N1
        title: Buy all metal
        order: stockpile_build product=metal amount=1e9 until=2031-01-06
      - code: N2
        title: Sell what nobody has
        order: stockpile_release product=metal amount=1 until=2031-01-06
      - code: N3
        title: Buy some ore
        order: stockpile_build product=ore amount=100 until=2031-01-06
      - code: N4
        title: Sell some ore
        order: stockpile_release product=ore amount=10 until=2031-01-06
      - {code: N5, title: Screen stakes, order: fdi_screen threshold=0.05}
      - {code: N6, title: Wait, order: hold}
  SOUTH:
    default_orders: [hold]
injects:
  - {id: I1, title: Sirens, text: A, round: 1, minute: 3, public: true}
  - {id: I2, title: Far off, text: A, round: 9, public: true}
  - {id: I3, title: Ruin, text: A, when: SOUTH.damage > 50 %, public: true}
  - {id: I4, title: Always, text: A, when: round >= 1, public: true}
  - {id: I5, title: Unread, text: A, status: pending, round: 1, public: true}
  - {id: I6, title: Aside, text: A, status: held, public: true}
"""

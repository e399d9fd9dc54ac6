# expect: 16.5 values skips_under_a_condition
ANSWER = True

# expect: 16.5 values -
ANSWER = "no"

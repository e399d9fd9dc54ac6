def test_try(kit, grade, kit_mistakes):
    print(kit.slugs)
    text = (kit.solutions/"01_double_it/double_it.py").read_text()
    r = grade("01_double_it", text)
    print(r)
    r = grade("02_small_net", (kit.exercises/"02_small_net/small_net.py").read_text())
    print(r)
    r = grade("02_small_net", (kit.solutions/"02_small_net/small_net.py").read_text())
    print(r)
    r = grade("02_small_net", (kit.solutions/"02_small_net/small_net.py").read_text().replace('"same"','"valid"'))
    print(r)
    print((kit.exercises/"01_double_it/double_it.py").read_text())
    assert 0

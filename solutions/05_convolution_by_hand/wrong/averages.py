# expect: 5.1 values averages_products
def conv_step(window, kernel, bias):
    return (window * kernel).sum() / window.size + bias

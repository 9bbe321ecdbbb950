def memory_table(options, folder, data):
    raise NotImplementedError
